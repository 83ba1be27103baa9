// PowerShell's own console, as pwsh starts it.
return Microsoft.PowerShell.UnmanagedPSEntry.Start(args, args.Length);

using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;

namespace TokenTools.Cli.Commands;

/// <summary>Prints a script that enables completion in a shell. Each script calls the [suggest] directive of tokentools.</summary>
internal sealed class CompletionCommand : CliCommand
{
    private const string Bash = """
        _tokentools() {
            # A variable assignment before the command is not part of it.
            local line="${COMP_LINE:0:COMP_POINT}" word cur prefix
            line="${COMP_WORDS[0]}${line#*"${COMP_WORDS[0]}"}"
            word="${line##*[[:space:]]}"
            # Bash splits words at = and :, and replaces only what follows them.
            cur="${COMP_WORDS[COMP_CWORD]}"
            [[ "${cur}" == "=" || "${cur}" == ":" ]] && cur=""
            [[ "${word}" == *"${cur}" ]] || cur="${word}"
            prefix="${word%"${cur}"}"
            COMPREPLY=()
            while IFS= read -r word; do
                case "${word}" in
                    # Readline completes names, below folders and with spaces.
                    :files) compopt -o default 2>/dev/null ;;
                    :folders) compopt -o dirnames 2>/dev/null ;;
                    "${prefix}"*) COMPREPLY+=("${word#"${prefix}"}") ;;
                esac
            done < <(tokentools "[suggest:${#line}]" "${line}" 2>/dev/null)
        }
        complete -F _tokentools tokentools
        """;

    private const string Zsh = """
        #compdef tokentools
        _tokentools() {
            local line="${(j: :)words[1,CURRENT]}"
            local -a found
            found=("${(@f)$(tokentools "[suggest:${#line}]" "${line}" 2>/dev/null)}")
            case "${found[1]}" in
                :files) compset -P '--*='; _files ;;
                :folders) compset -P '--*='; _files -/ ;;
                ?*) compadd -a found ;;
            esac
        }
        if [[ "${funcstack[1]}" == "_tokentools" ]]; then
            _tokentools "$@"
        else
            compdef _tokentools tokentools
        fi
        """;

    private const string Fish = """
        function __tokentools_complete
            set -l line (commandline --cut-at-cursor --current-process | string collect)
            set -l found (tokentools "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
            set -l word (commandline --cut-at-cursor --current-token)
            set -l prefix (string match --regex -- '^--[a-z-]+=' "$word")
            set -l path (string replace --regex -- '^--[a-z-]+=' '' "$word")
            # A name with spaces is typed with backslashes or in quotes.
            set -l plain (string unescape -- "$path"; or string unescape -- "$path'"; or string unescape -- "$path\"")
            set -q plain[1]; and set path "$plain[1]"
            switch "$found[1]"
                case :files
                    for name in (__fish_complete_path "$path")
                        printf '%s%s\n' "$prefix" "$name"
                    end
                case :folders
                    for name in (__fish_complete_directories "$path")
                        printf '%s%s\n' "$prefix" "$name"
                    end
                case '*'
                    printf '%s\n' $found
            end
        end
        complete --command tokentools --no-files --arguments '(__tokentools_complete)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName tokentools -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $length = $cursorPosition - $commandAst.Extent.StartOffset
            $line = $commandAst.ToString().PadRight($length).Substring(0, $length)
            $found = @(tokentools "[suggest:$length]" $line 2>$null)
            if ($found -contains ':files' -or $found -contains ':folders') {
                # Where nothing is returned, PowerShell completes the name of a file.
                $option = [regex]::Match($wordToComplete, '\A--[a-z-]+=').Value
                if ($option) {
                    $path = $wordToComplete.Substring($option.Length)
                    [System.Management.Automation.CompletionCompleters]::CompleteFilename($path) | ForEach-Object {
                        $text = $option + $_.CompletionText
                        [System.Management.Automation.CompletionResult]::new($text, $_.ListItemText, 'ParameterValue', $_.ToolTip)
                    }
                }
                return
            }
            $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    private readonly Argument<string> _shell = new("shell") { Description = "bash, zsh, fish or powershell." };

    public CompletionCommand()
        : base("completion", "Prints a script that enables completion of tokentools' commands, options and values in a shell.")
    {
        Add(_shell);
        _shell.CompletionSources.Add("bash", "zsh", "fish", "powershell");
    }

    protected override bool HasForms => false;

    public override IReadOnlyList<string> Examples { get; } =
    [
        "source <(tokentools completion bash)                                     # in ~/.bashrc",
        "tokentools completion zsh > \"${fpath[1]}/_tokentools\"                    # once",
        "tokentools completion fish > ~/.config/fish/completions/tokentools.fish   # once",
        "tokentools completion powershell | Out-String | Invoke-Expression        # in $PROFILE",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        context.Terminal.Out.WriteLine((context.Parsed.GetValue(_shell)?.ToLowerInvariant() switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            "powershell" or "pwsh" => PowerShell,
            _ => throw CliText.ArgumentError("Shell", nameof(CliMessages.ShellUnknown)),
        }).ReplaceLineEndings("\n"));
        return Task.FromResult(ExitCode.Success);
    }
}

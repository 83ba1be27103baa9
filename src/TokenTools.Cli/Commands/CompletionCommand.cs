using System.Collections.Generic;
using System.CommandLine;
using System.Threading.Tasks;

namespace TokenTools.Cli.Commands;

/// <summary>Prints a script that enables completion in a shell. Each script calls the [suggest] directive of tokentools.</summary>
internal sealed class CompletionCommand : CliCommand
{
    private const string Bash = """
        _tokentools() {
            local word words
            mapfile -t words < <(tokentools "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
            COMPREPLY=()
            # compgen -W would expand the words, and run a command in one.
            for word in "${words[@]}"; do
                [[ "${word}" == "${COMP_WORDS[COMP_CWORD]}"* ]] && COMPREPLY+=("${word}")
            done
            case "${COMP_WORDS[COMP_CWORD - 1]}" in
                *-file) mapfile -t COMPREPLY < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}") ;;
            esac
        }
        complete -o default -F _tokentools tokentools
        """;

    private const string Zsh = """
        #compdef tokentools
        _tokentools() {
            local -a words_found
            if [[ "${words[CURRENT-1]}" == *-file ]]; then
                _files
                return
            fi
            words_found=("${(@f)$(tokentools "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a words_found
        }
        if [[ "${funcstack[1]}" == "_tokentools" ]]; then
            _tokentools "$@"
        else
            compdef _tokentools tokentools
        fi
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName tokentools -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            tokentools "[suggest:$cursorPosition]" "$commandAst" 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    private readonly Argument<string> _shell = new("shell") { Description = "bash, zsh or powershell." };

    public CompletionCommand()
        : base("completion", "Prints a script that enables completion of tokentools' commands, options and values in a shell.")
    {
        Add(_shell);
        _shell.CompletionSources.Add("bash", "zsh", "powershell");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "source <(tokentools completion bash)                                     # in ~/.bashrc",
        "tokentools completion zsh > \"${fpath[1]}/_tokentools\"                    # once",
        "tokentools completion powershell | Out-String | Invoke-Expression        # in $PROFILE",
    ];

    protected override Task<int> RunAsync(CommandContext context)
    {
        context.Terminal.Out.WriteLine((context.Parsed.GetValue(_shell)?.ToLowerInvariant() switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "powershell" or "pwsh" => PowerShell,
            _ => throw CliText.ArgumentError("Shell", nameof(CliMessages.ShellUnknown)),
        }).ReplaceLineEndings("\n"));
        return Task.FromResult(ExitCode.Success);
    }
}

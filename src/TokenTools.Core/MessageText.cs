using System;
using System.Globalization;
using System.Resources;
using System.Text;
using TokenTools.Security;

namespace TokenTools;

/// <summary>A message: the name of its resource and its arguments. It is rendered in the front end's vocabulary when it is shown.</summary>
/// <remarks>
/// A resource is a composite format string (https://learn.microsoft.com/dotnet/standard/base-types/composite-formatting) in which
/// <c>{p:Key}</c> names a setting and <c>{c:Key}</c> a command; see <see cref="Vocabulary"/>. Arguments that are messages,
/// errors or setting names are rendered in the same vocabulary. Any other text is cleaned (<see cref="DisplayText"/>). All formatting is
/// culture-invariant.
/// </remarks>
internal sealed class MessageText
{
    private readonly ResourceManager _resources;
    private readonly object?[] _arguments;

    /// <summary>A message of Core's own resources.</summary>
    public MessageText(string name, params object?[] arguments)
        : this(Messages.ResourceManager, name, arguments)
    {
    }

    /// <summary>A message of another assembly's resources.</summary>
    public MessageText(ResourceManager resources, string name, params object?[] arguments)
    {
        _resources = resources;
        Name = name;
        _arguments = arguments;
    }

    /// <summary>The resource's name, which is the error's or warning's id.</summary>
    public string Name { get; }

    /// <summary>A message of Core's own resources in this process's vocabulary.</summary>
    public static string Format(string name, params object?[] arguments) => new MessageText(name, arguments).ToString();

    /// <summary>A message about a service, whose texts and address were cleaned with the connection's redactor.</summary>
    public static MessageText OfCleaned(string name, object?[] arguments) =>
        new(name, Array.ConvertAll(arguments, static argument => argument is string text ? DisplayText.Cleaned(text) : argument));

    /// <summary>The message in a vocabulary.</summary>
    public string Render(Vocabulary vocabulary)
    {
        var template = _resources.GetString(Name, CultureInfo.InvariantCulture)
            ?? throw new InvalidOperationException("Message " + Name + " is missing in " + _resources.BaseName);
        var format = WithTerms(template, vocabulary);
        var arguments = Array.ConvertAll(_arguments, argument => Rendered(argument, vocabulary));
        return string.Format(CultureInfo.InvariantCulture, format, arguments);
    }

    /// <summary>The message in this process's vocabulary.</summary>
    public override string ToString() => Render(Vocabulary.Current);

    // Not a regular expression: every option of the command line has a text, and compiling one is most of what its start would cost.
    private static string WithTerms(string template, Vocabulary vocabulary)
    {
        var result = new StringBuilder(template.Length);
        var position = 0;
        for (var start = template.IndexOf('{'); start >= 0; start = template.IndexOf('{', start + 1))
        {
            if (start + 2 >= template.Length || template[start + 2] != ':' || template[start + 1] is not ('p' or 'c'))
            {
                continue;
            }

            var end = template.IndexOf('}', start);
            var key = template.Substring(start + 3, end - start - 3);
            var term = template[start + 1] == 'p' ? vocabulary.Setting(key) : vocabulary.Command(key);
            result.Append(template, position, start - position).Append(term.Replace("{", "{{").Replace("}", "}}"));
            position = end + 1;
        }

        return result.Append(template, position, template.Length - position).ToString();
    }

    private static object? Rendered(object? argument, Vocabulary vocabulary) => argument switch
    {
        MessageText text => text.Render(vocabulary),
        TokenException error => error.Text.Render(vocabulary),
        SettingName setting => vocabulary.Setting(setting.Key),
        // What a user or a service wrote: the one place where it is cleaned, for all messages of all front ends.
        string text => DisplayText.Clean(text),
        Uri address => DisplayText.Clean(address.ToString()),
        _ => argument,
    };
}

using System;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
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
    private static readonly Regex Term = new(@"\{(?<kind>[pc]):(?<key>[A-Za-z]+)\}", RegexOptions.CultureInvariant);

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
        var format = Term.Replace(template, term =>
        {
            var key = term.Groups["key"].Value;
            var word = term.Groups["kind"].Value == "p" ? vocabulary.Setting(key) : vocabulary.Command(key);
            return word.Replace("{", "{{").Replace("}", "}}");
        });
        var arguments = Array.ConvertAll(_arguments, argument => Rendered(argument, vocabulary));
        return string.Format(CultureInfo.InvariantCulture, format, arguments);
    }

    /// <summary>The message in this process's vocabulary.</summary>
    public override string ToString() => Render(Vocabulary.Current);

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

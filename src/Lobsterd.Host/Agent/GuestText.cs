using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Agent;

/// <summary>Words of a guest, as a quotation in a message.</summary>
internal static class GuestText
{
    /// <summary>Most characters of a guest that a message shows.</summary>
    internal const int MostCharacters = 256;

    /// <summary>The text in quotation marks that it cannot close itself.</summary>
    internal static string Quote(string text) => $"\"{PlainText.Of(text, MostCharacters, alsoSpelt: "\"\\")}\"";
}

using System.Globalization;
using System.Text;

namespace Lobsterd.Standin.Interface;

/// <summary>The rule for <c>--id</c>: 1 to 64 bytes, letters and digits of any script, hyphens.</summary>
public static class InstanceId
{
    private const int Longest = 64;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public static (string Text, string Debug)? Refuse(string id)
    {
        var length = Encoding.UTF8.GetByteCount(id);
        if (length is 0 or > Longest)
        {
            return (string.Create(CultureInfo.InvariantCulture, $"Invalid len ({length});  the length must be between 1 and 64"),
                string.Create(CultureInfo.InvariantCulture, $"InvalidLen({length}, 1, 64)"));
        }
        var position = 0;
        foreach (var rune in id.EnumerateRunes())
        {
            if (rune.Value != '-' && !Rune.IsLetterOrDigit(rune))
                return (string.Create(CultureInfo.InvariantCulture, $"Invalid char ({rune}) at position {position}"), string.Create(CultureInfo.InvariantCulture, $"InvalidChar('{rune}', {position})"));
            position++;
        }
        return null;
    }
}

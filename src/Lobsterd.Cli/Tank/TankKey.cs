namespace Lobsterd.Cli.Tank;

/// <summary>A key: a character as it is, or one of those that have none.</summary>
/// <param name="Name">The character, or <c>up</c>, <c>down</c>, <c>page-up</c>, <c>page-down</c>, <c>home</c>, <c>end</c>, <c>enter</c>, <c>escape</c>, <c>backspace</c>, <c>interrupt</c>.</param>
internal readonly record struct TankKey(string Name)
{
    private static readonly (string Sequence, string Name)[] Sequences =
    [
        ("\e[A", "up"), ("\eOA", "up"), ("\e[B", "down"), ("\eOB", "down"), ("\e[5~", "page-up"), ("\e[6~", "page-down"),
        ("\e[H", "home"), ("\eOH", "home"), ("\e[1~", "home"), ("\e[F", "end"), ("\eOF", "end"), ("\e[4~", "end"),
    ];

    /// <summary>The keys in what a terminal sent in one piece; a sequence that means nothing here is one key without a name.</summary>
    internal static IReadOnlyList<TankKey> Read(string text)
    {
        var keys = new List<TankKey>();
        while (text.Length > 0)
        {
            var known = Sequences.FirstOrDefault(entry => text.StartsWith(entry.Sequence, StringComparison.Ordinal));
            if (known.Name is not null)
            {
                keys.Add(new TankKey(known.Name));
                text = text[known.Sequence.Length..];
                continue;
            }

            if (text[0] == '\e' && text.Length > 1) return keys;    // the rest is of a sequence of another key
            keys.Add(new TankKey(NameOf(text[0])));
            text = text[1..];
        }

        return keys;
    }

    private static string NameOf(char character) => character switch
    {
        '\r' or '\n' => "enter",
        '\e' => "escape",
        '\b' or (char)127 => "backspace",
        (char)3 => "interrupt",
        < ' ' => "",
        _ => character.ToString(),
    };
}

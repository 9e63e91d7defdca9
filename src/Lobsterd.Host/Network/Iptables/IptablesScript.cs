using System.Text;

namespace Lobsterd.Host.Network.Iptables;

/// <summary>Builds the input of iptables-restore(8): each table is one transaction, in the order in which they were begun.</summary>
internal sealed class IptablesScript
{
    private readonly List<(string Name, List<string> Lines)> tables = [];

    /// <summary>Begins a table, or goes on with it.</summary>
    internal IptablesScript Table(string name, params IEnumerable<string> lines)
    {
        var at = tables.FindIndex(table => table.Name == name);
        if (at < 0)
        {
            tables.Add((name, []));
            at = tables.Count - 1;
        }
        tables[at].Lines.AddRange(lines);
        return this;
    }

    /// <summary>Whether anything is to be done.</summary>
    internal bool IsAny => tables.Exists(table => table.Lines.Count > 0);

    /// <inheritdoc/>
    public override string ToString()
    {
        var script = new StringBuilder();
        foreach (var (name, lines) in tables.Where(table => table.Lines.Count > 0))
            _ = script.Append('*').Append(name).Append('\n').AppendJoin('\n', lines).Append("\nCOMMIT\n");
        return script.ToString();
    }

    /// <summary>The line that makes a chain, or empties it.</summary>
    internal static string Chain(string name) => $":{name} - [0:0]";
}

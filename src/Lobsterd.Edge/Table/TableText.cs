using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Table;

/// <summary>The table file's bytes, written and read; no I/O. The file is a head, then changes; a table is what they add up to.</summary>
internal static class TableText
{
    /// <summary>One line, its line feed included.</summary>
    public static byte[] Write(TableLine line)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(line, TableJson.Default.TableLine);
        Array.Resize(ref json, json.Length + 1);
        json[^1] = (byte)'\n';
        return json;
    }

    /// <summary>A whole table, as short as it can be said.</summary>
    public static byte[] Write(StoredTable table)
    {
        using var text = new MemoryStream();
        text.Write(Write(new TableLine.Head(TableFile.Schema, table.Version)));
        foreach (var route in table.Routes) text.Write(Write(new TableLine.Put(EdgeTableEntry.Of(route), table.Version)));
        return text.ToArray();
    }

    /// <summary>Reads a whole file, damaged or hostile as it may be.</summary>
    /// <remarks>A last line without its line feed is left out: its writer died in the middle of it and acknowledged nothing. Any other
    /// fault makes the file as a whole worthless, since a lost removal could lead to a guest that is another's by now.</remarks>
    /// <param name="text">The file's bytes.</param>
    /// <error code="edge.control.garbled">A line is not of this file; the message says which.</error>
    /// <error code="edge.route.invalid">A line holds a route that cannot be.</error>
    public static Result<StoredTable, LobsterError> Read(ReadOnlySpan<byte> text)
    {
        var fold = new TableFold();
        for (var number = 1; text.IndexOf((byte)'\n') is var end and >= 0; number++)
        {
            if (Apply(fold, number, text[..end]).TryGetError(out var error)) return error.Under($"line {number}");
            text = text[(end + 1)..];
        }

        return fold.Finish();
    }

    private static UnitResult<LobsterError> Apply(TableFold fold, int number, ReadOnlySpan<byte> line)
    {
        if (EdgeWire.Parse(line, TableJson.Default.TableLine).TryGetError(out var error, out var read)) return error;
        return read switch
        {
            TableLine.Head head => number == 1 ? fold.Begin(head) : Misplaced(),
            _ when number == 1 => Misplaced(),
            TableLine.Put put => put.Route.ToRoute().Bind(route => fold.Put(route, put.Version)),
            TableLine.Drop drop => TenantName.Parse(drop.Tenant).Bind(tenant => fold.Drop(tenant, drop.Version)),
            _ => Misplaced(),
        };

        static UnitResult<LobsterError> Misplaced() => new LobsterError(EdgeErrors.Garbled, "the head is not the first line, or missing");
    }
}

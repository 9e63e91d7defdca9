using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Linux.Nftables;

/// <summary>Reads tables of family inet straight from the kernel, in the network namespace in which it was opened. Callers take turns.</summary>
/// <remarks>libnftables answers every question about one element by reading the whole set, and then carries it along: 33 ms at 2,000
/// tenants, where this takes microseconds. It writes; this reads. Keep a reader: the kernel lets no netfilter socket close before what the
/// last transaction deleted is freed, which takes 10 ms (RCU).</remarks>
public sealed class NftReader : IDisposable
{
    private readonly NetlinkSocket socket;
    private readonly Lock turn = new();

    private NftReader(NetlinkSocket socket) => this.socket = socket;

    /// <summary>Opens a conversation in the calling thread's network namespace.</summary>
    /// <error code="netlink.socket.failed">No socket could be had.</error>
    public static Result<NftReader, LobsterError> Open() => NetlinkSocket.Open(NetlinkSocket.Netfilter).Map(socket => new NftReader(socket));

    /// <summary>Whether a table exists.</summary>
    /// <error code="netlink.request.refused">The kernel has no nf_tables, or refused to tell.</error>
    public Result<bool, LobsterError> HasTable(string table)
    {
        var request = new NetlinkMessages();
        request.Begin(NftAttribute.GetTable, MessageFlags.Request | MessageFlags.Acknowledge, Inet());
        request.Attribute(NftAttribute.TableName, table);
        request.End();
        if (Ask(request).TryGetError(out var error, out var answers)) return error;
        if (answers[0].Done) return true;
        return NetlinkErrors.Of(answers[0].Number) == NetlinkErrors.Missing ? false : answers[0].ToError($"table {table}");
    }

    /// <summary>The number of the present generation of all rules: one more with each transaction that changes anything.</summary>
    /// <error code="netlink.request.refused">The kernel refused to tell.</error>
    public Result<uint, LobsterError> Generation()
    {
        var request = new NetlinkMessages();
        request.Begin(NftAttribute.GetGeneration, MessageFlags.Request | MessageFlags.Acknowledge, default(NetfilterHeader));
        request.End();
        var generation = 0u;
        var asked = Ask(request, (type, payload) =>
        {
            if (type == NftAttribute.NewGeneration) generation = GenerationIn(payload);
        });
        if (asked.TryGetError(out var error, out var answers)) return error;
        return answers[0].Done ? generation : answers[0].ToError("the generation of rules");
    }

    /// <summary>The number in a message that tells of a generation; 0 when there is none.</summary>
    internal static uint GenerationIn(ReadOnlySpan<byte> payload)
    {
        var attributes = NetfilterHeader.AttributesOf(payload);
        while (attributes.Next())
            if (attributes.Type == NftAttribute.GenerationNumber) return BinaryPrimitives.ReverseEndianness(attributes.Number);
        return 0;
    }

    /// <summary>The names of a table's chains; none when the table does not exist.</summary>
    /// <error code="netlink.request.refused">The kernel refused to tell.</error>
    public Result<IReadOnlyList<string>, LobsterError> Chains(string table)
    {
        var request = new NetlinkMessages();
        request.Begin(NftAttribute.GetChain, MessageFlags.Request | MessageFlags.Dump, Inet());
        request.Attribute(NftAttribute.ChainTable, table);
        request.End();
        Result<IReadOnlyList<string>, LobsterError> listed;
        // A kernel that knows no such filter tells the chains of all tables.
        lock (turn) listed = socket.Dump(request, $"chains of {table}", NftAttribute.NewChain, payload => ChainOf(table, payload));
        return listed.TryGetError(out var error) && error.Code == NetlinkErrors.Missing ? Array.Empty<string>() : listed;
    }

    /// <summary>One element by its key; null when the set, or the table, has none such. Takes the same time in a small set and in a large one.</summary>
    /// <error code="netlink.request.refused">The kernel refused to tell.</error>
    public Result<NftElement?, LobsterError> Find(string table, string set, ReadOnlySpan<byte> key)
    {
        var request = new NetlinkMessages();
        request.Begin(NftAttribute.GetElements, MessageFlags.Request | MessageFlags.Acknowledge, Inet());
        request.Attribute(NftAttribute.ListTable, table);
        request.Attribute(NftAttribute.ListSet, set);
        var elements = request.BeginNested(NftAttribute.ListElements);
        var element = request.BeginNested(NftAttribute.ListElement);
        var wrapped = request.BeginNested(NftAttribute.ElementKey);
        request.Attribute(NftAttribute.DataValue, key);
        request.EndNested(wrapped);
        request.EndNested(element);
        request.EndNested(elements);
        request.End();
        var found = new List<NftElement>();
        if (Ask(request, (type, payload) => Collect(type, payload, found)).TryGetError(out var error, out var answers)) return error;
        if (answers[0].Done) return found.FirstOrDefault();
        return NetlinkErrors.Of(answers[0].Number) == NetlinkErrors.Missing ? default(NftElement?) : answers[0].ToError($"{table} {set}");
    }

    /// <summary>All elements of a set or a map, each once; none when the table does not exist.</summary>
    /// <remarks>The kernel walks a hash table for this, and while that grows or shrinks a walk may meet an element twice (rhashtable_walk_next).</remarks>
    /// <error code="netlink.request.refused">The kernel refused to tell.</error>
    public Result<IReadOnlyList<NftElement>, LobsterError> List(string table, string set)
    {
        var request = new NetlinkMessages();
        request.Begin(NftAttribute.GetElements, MessageFlags.Request | MessageFlags.Dump, Inet());
        request.Attribute(NftAttribute.ListTable, table);
        request.Attribute(NftAttribute.ListSet, set);
        request.End();
        Result<IReadOnlyList<List<NftElement>>, LobsterError> listed;
        lock (turn)
            listed = socket.Dump(request, $"{table} {set}", NftAttribute.NewElements, payload =>
            {
                var page = new List<NftElement>();
                Collect(NftAttribute.NewElements, payload, page);
                return page;
            });
        if (!listed.TryGetError(out var error, out var pages)) return pages.SelectMany(page => page).DistinctBy(KeysOf).ToList();
        return error.Code == NetlinkErrors.Missing ? Array.Empty<NftElement>() : error;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (turn) socket.Dispose();
    }

    private static (string Key, string KeyEnd) KeysOf(NftElement element) => (Convert.ToHexString(element.Key.Span), Convert.ToHexString(element.KeyEnd.Span));

    private Result<NetlinkAnswer[], LobsterError> Ask(NetlinkMessages request, NetlinkHandler? handler = null)
    {
        lock (turn) return socket.Ask(request, handler);
    }

    private static NetfilterHeader Inet() => new() { Family = NftAttribute.InetFamily };

    /// <summary>The name of the chain in a message; null when it is another table's, or none.</summary>
    internal static string? ChainOf(string table, ReadOnlySpan<byte> payload)
    {
        var (isOurs, name) = (false, default(string));
        var attributes = NetfilterHeader.AttributesOf(payload);
        while (attributes.Next())
        {
            if (attributes.Type == NftAttribute.ChainTable) isOurs = attributes.Text == table;
            else if (attributes.Type == NftAttribute.ChainName) name = attributes.Text;
        }
        return isOurs ? name : null;
    }

    private static void Collect(ushort type, ReadOnlySpan<byte> payload, List<NftElement> into)
    {
        if (type == NftAttribute.NewElements && payload.Length >= Unsafe.SizeOf<NetfilterHeader>())
            NftElement.ReadAll(payload[Unsafe.SizeOf<NetfilterHeader>()..], into);
    }
}

using System.Net;
using System.Runtime.CompilerServices;
using CsCheck;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Nftables;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Netlink;

/// <summary>Everything that reads the kernel's answers, given what no kernel says: random bytes, wild lengths, messages cut anywhere.</summary>
public sealed class KernelAnswerTests
{
    // Attributes that mostly fit, with types that mean something, so that readers get beyond the first.
    private static readonly Gen<byte[]> Attribute =
        Gen.Select(Gen.Int[0, 64], Gen.Int[-4, 4], Gen.Byte.Array[0, 24], (type, wrong, value) =>
        {
            var length = Math.Max(0, 4 + value.Length + (wrong is 4 or -4 ? wrong : 0));
            return (byte[])[(byte)length, (byte)(length >> 8), (byte)type, 0, .. value, .. new byte[(4 - (value.Length % 4)) % 4]];
        });

    private static readonly Gen<byte[]> Bytes = Gen.OneOf(
        Gen.Byte.Array[0, 300],
        Gen.Select(Gen.Byte.Array[0, 24], Attribute.Array[0, 12], (head, attributes) => (byte[])[.. head, .. attributes.SelectMany(one => one)]));

    [Fact]
    public void no_bytes_throw_or_hang() => Bytes.Sample(bytes =>
    {
        ReadWithEverything(bytes);
        return true;
    });

    [Fact]
    public void a_link_is_read_whole_and_from_a_cut_message_only_what_is_there()
    {
        var whole = PayloadOf(request =>
        {
            request.Begin(MessageType.NewLink, 0, new LinkHeader { Index = 7, Flags = (uint)(LinkFlags.Up | LinkFlags.NoArp) });
            request.Attribute(LinkAttribute.Name, "lob7");
            request.Attribute(LinkAttribute.Alias, "alice");
            request.Attribute(LinkAttribute.Address, HardwareAddress.Parse("02:6c:00:00:00:01"));
            request.Attribute(LinkAttribute.Group, 5u);
            var info = request.BeginNested(LinkAttribute.Info);
            request.Attribute(LinkAttribute.InfoKind, Link.TunKind);
            var data = request.BeginNested(LinkAttribute.InfoData);
            request.Attribute(LinkAttribute.TunOwner, 1_000u);
            request.Attribute(LinkAttribute.TunPersistent, (byte)1);
            request.EndNested(data);
            request.EndNested(info);
        });
        var expected = new Link
        {
            Index = 7,
            Name = "lob7",
            Flags = LinkFlags.Up | LinkFlags.NoArp,
            Alias = "alice",
            Mac = HardwareAddress.Parse("02:6c:00:00:00:01"),
            Group = 5,
            Kind = Link.TunKind,
            TunOwner = 1_000,
            TunPersistent = true,
        };

        Assert.Equal(expected, LinkReader.Read(whole));
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = LinkReader.Read(whole.AsSpan(0, length));
            Assert.Equal(length < Unsafe.SizeOf<LinkHeader>(), cut is null);
            // Nobody may take a cut message for a TAP of ours: its owner is the last thing in it.
            if (length <= whole.Length - 4) Assert.Null(cut?.TunOwner);
            ReadWithEverything(whole.AsSpan(0, length));
        }
    }

    [Fact]
    public void an_address_is_read_whole_and_a_cut_one_never_as_another()
    {
        var whole = PayloadOf(request =>
        {
            request.Begin(MessageType.NewAddress, 0, new AddressHeader { Family = 10, PrefixLength = 64, Index = 7 });
            request.Attribute(AddressAttribute.Address, IPAddress.Parse("fe80::1"));
            request.Attribute(AddressAttribute.Flags, AddressAttribute.SkipDuplicateDetection);
        });
        var expected = new LinkAddress(7, IPAddress.Parse("fe80::1"), 64) { SkipDuplicateDetection = true };

        Assert.Equal(expected, LinkAddressReader.Read(whole));
        for (var length = 0; length < whole.Length; length++)
            if (LinkAddressReader.Read(whole.AsSpan(0, length)) is { } cut) Assert.Equal(expected.Address, cut.Address);
    }

    [Fact]
    public void an_element_is_read_with_its_key_value_and_comment()
    {
        var whole = PayloadOf(request =>
        {
            request.Begin(NftAttribute.NewElements, 0, new NetfilterHeader { Family = NftAttribute.InetFamily });
            var elements = request.BeginNested(NftAttribute.ListElements);
            var element = request.BeginNested(NftAttribute.ListElement);
            var key = request.BeginNested(NftAttribute.ElementKey);
            request.Attribute(NftAttribute.DataValue, "lob7\0\0\0\0\0\0\0\0\0\0\0\0"u8);
            request.EndNested(key);
            var data = request.BeginNested(NftAttribute.ElementData);
            request.Attribute(NftAttribute.DataValue, [1, 2, 3, 4]);
            request.EndNested(data);
            request.Attribute(NftAttribute.ElementNotes, [5, 1, 9, NftAttribute.CommentNote, 6, .. "alice\0"u8]);
            request.EndNested(element);
            request.EndNested(elements);
        })[Unsafe.SizeOf<NetfilterHeader>()..];

        var found = Elements(whole);

        var only = Assert.Single(found);
        Assert.Equal("lob7\0\0\0\0\0\0\0\0\0\0\0\0"u8, only.Key.Span);
        Assert.Equal([1, 2, 3, 4], only.Data.ToArray());
        Assert.Equal("alice", only.Comment);
        for (var length = 0; length < whole.Length; length++) Assert.All(Elements(whole.AsSpan(0, length)), element => Assert.Equal(16, element.Key.Length));
    }

    [Fact]
    public void a_chain_is_told_of_its_own_table_alone()
    {
        var whole = PayloadOf(request =>
        {
            request.Begin(NftAttribute.NewChain, 0, new NetfilterHeader { Family = NftAttribute.InetFamily });
            request.Attribute(NftAttribute.ChainTable, "lobsterd");
            request.Attribute(NftAttribute.ChainName, "LOBSTER-INPUT");
        });

        Assert.Equal("LOBSTER-INPUT", NftReader.ChainOf("lobsterd", whole));
        Assert.Null(NftReader.ChainOf("theirs", whole));
        for (var length = 0; length < whole.Length; length++) Assert.Null(NftReader.ChainOf("theirs", whole.AsSpan(0, length)));
    }

    private static List<NftElement> Elements(ReadOnlySpan<byte> payload)
    {
        var found = new List<NftElement>();
        NftElement.ReadAll(payload, found);
        return found;
    }

    private static byte[] PayloadOf(Action<NetlinkMessages> write)
    {
        var request = new NetlinkMessages();
        write(request);
        request.End();
        var reader = new NetlinkReader(request.Bytes);
        Assert.True(reader.Next());
        return reader.Payload.ToArray();
    }

    private static void ReadWithEverything(ReadOnlySpan<byte> bytes)
    {
        _ = LinkReader.Read(bytes);
        _ = LinkAddressReader.Read(bytes);
        _ = NftReader.ChainOf("lobsterd", bytes);
        _ = Elements(bytes);
        foreach (var type in (ushort[])[MessageType.Error, MessageType.Done])
            foreach (var flags in (ushort[])[0, MessageFlags.HasAttributes, MessageFlags.HasAttributes | MessageFlags.Capped])
                _ = NetlinkAnswer.Read(new MessageHeader { Type = type, Flags = flags }, bytes, interrupted: false).ToError("something");
        var messages = new NetlinkReader(bytes);
        while (messages.Next()) Assert.True(messages.Payload.Length <= bytes.Length);
    }
}

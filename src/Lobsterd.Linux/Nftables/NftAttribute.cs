namespace Lobsterd.Linux.Nftables;

/// <summary>Message types and attributes of nf_tables (the <c>NFT_MSG_</c> and <c>NFTA_</c> numbers of linux/netfilter/nf_tables.h).</summary>
internal static class NftAttribute
{
    /// <summary>NFPROTO_INET</summary>
    internal const byte InetFamily = 1;

    internal const ushort GetTable = 0xA01;
    internal const ushort NewChain = 0xA03;
    internal const ushort GetChain = 0xA04;
    internal const ushort NewElements = 0xA0C;
    internal const ushort GetElements = 0xA0D;
    internal const ushort NewGeneration = 0xA0F;
    internal const ushort GetGeneration = 0xA10;

    internal const ushort TableName = 1;

    internal const ushort GenerationNumber = 1;

    internal const ushort ChainTable = 1;
    internal const ushort ChainName = 3;

    internal const ushort ListTable = 1;
    internal const ushort ListSet = 2;
    internal const ushort ListElements = 3;
    internal const ushort ListElement = 1;

    internal const ushort ElementKey = 1;
    internal const ushort ElementData = 2;
    internal const ushort ElementNotes = 6;
    internal const ushort ElementExpression = 7;
    internal const ushort ElementKeyEnd = 10;
    internal const ushort ExpressionName = 1;
    internal const ushort ExpressionData = 2;
    internal const ushort CounterPackets = 2;
    internal const ushort DataValue = 1;

    /// <summary>The note that libnftables shows as an element's comment (NFTNL_UDATA_SET_ELEM_COMMENT of libnftnl/udata.h).</summary>
    internal const byte CommentNote = 0;
}

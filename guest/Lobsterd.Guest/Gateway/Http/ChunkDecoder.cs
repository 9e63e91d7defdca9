namespace Lobsterd.Guest.Gateway.Http;

/// <summary>Takes a chunked body apart (RFC 9112, section 7.1), whatever the pieces in which it comes. Chunk extensions and trailers are read over.</summary>
internal sealed class ChunkDecoder
{
    private const int MostSizeDigits = 15;

    private Place place = Place.Size;
    private long remaining;
    private int digits;
    private int lineBytes;
    private bool isTrailerLineEmpty = true;

    private enum Place
    {
        Size,
        Extension,
        SizeLineFeed,
        Data,
        DataReturn,
        DataLineFeed,
        Trailer,
        TrailerLineFeed,
        Over,
        Broken,
    }

    /// <summary>Whether the last chunk and the trailers were seen; bytes after them are the next request's.</summary>
    internal bool IsOver => place == Place.Over;

    /// <summary>Whether it is no chunked body; nothing after it on the connection can be understood.</summary>
    internal bool IsBroken => place == Place.Broken;

    /// <summary>Reads on until there is data or nothing more to read.</summary>
    /// <param name="input">What came.</param>
    /// <param name="consumed">How much of it was used, the returned data included.</param>
    /// <returns>Data of the body, a part of <paramref name="input"/>; empty when more input is needed, or it is over or broken.</returns>
    internal ReadOnlySpan<byte> Read(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        while (consumed < input.Length && place is not (Place.Over or Place.Broken))
        {
            if (place == Place.Data)
            {
                var data = input.Slice(consumed, (int)Math.Min(remaining, input.Length - consumed));
                consumed += data.Length;
                remaining -= data.Length;
                if (remaining == 0) place = Place.DataReturn;
                return data;
            }

            place = Step(input[consumed++]);
        }

        return [];
    }

    private Place Step(byte b) => place switch
    {
        Place.Size => Size(b),
        Place.Extension => Extension(b),
        Place.SizeLineFeed => b == '\n' ? AfterSize() : Place.Broken,
        Place.DataReturn => b == '\r' ? Place.DataLineFeed : Place.Broken,
        Place.DataLineFeed => b == '\n' ? NextChunk() : Place.Broken,
        Place.Trailer => Trailer(b),
        Place.TrailerLineFeed => b == '\n' ? AfterTrailerLine() : Place.Broken,
        _ => Place.Broken,
    };

    private Place Size(byte b)
    {
        if (char.IsAsciiHexDigit((char)b))
        {
            remaining = (remaining << 4) + ValueOf(b);
            return ++digits <= MostSizeDigits ? Place.Size : Place.Broken;
        }

        if (digits == 0) return Place.Broken;
        return b switch
        {
            (byte)'\r' => Place.SizeLineFeed,
            (byte)';' => Place.Extension,
            _ => Place.Broken,
        };
    }

    private Place Extension(byte b)
    {
        if (b == '\r') return Place.SizeLineFeed;
        return b != '\n' && ++lineBytes <= HttpLimits.MostChunkLineBytes ? Place.Extension : Place.Broken;
    }

    private Place AfterSize()
    {
        lineBytes = 0;
        return remaining > 0 ? Place.Data : Place.Trailer;
    }

    private Place NextChunk()
    {
        (remaining, digits, lineBytes) = (0, 0, 0);
        return Place.Size;
    }

    private Place Trailer(byte b)
    {
        if (b == '\r') return Place.TrailerLineFeed;
        isTrailerLineEmpty = false;
        return b != '\n' && ++lineBytes <= HttpLimits.MostChunkLineBytes ? Place.Trailer : Place.Broken;
    }

    private Place AfterTrailerLine()
    {
        if (isTrailerLineEmpty) return Place.Over;
        isTrailerLineEmpty = true;
        return Place.Trailer;
    }

    private static int ValueOf(byte hexDigit) => hexDigit <= (byte)'9' ? hexDigit - '0' : (hexDigit | 0x20) - 'a' + 10;
}

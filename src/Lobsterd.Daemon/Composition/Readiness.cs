using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Daemon.Composition;

/// <summary>Tells whoever started the service that it answers.</summary>
internal static class Readiness
{
    /// <summary>Writes one byte to an inherited descriptor and closes it. A starter that went away is no failure of ours.</summary>
    internal static void Tell(int? descriptor)
    {
        if (descriptor is not { } number) return;
        using var pipe = new FileStream(Fd.Adopt(number).TakeFileHandle(), FileAccess.Write, bufferSize: 0);
        try
        {
            pipe.WriteByte((byte)'1');
        }
        catch (IOException)
        {
            // The reader is gone.
        }
    }
}

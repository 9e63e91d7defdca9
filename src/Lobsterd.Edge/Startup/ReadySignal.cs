using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Edge.Startup;

/// <summary>Tells whoever started the edge that it listens: one byte into an inherited descriptor, which is closed then.</summary>
internal static class ReadySignal
{
    public static void Send(int descriptor)
    {
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            using var pipe = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            pipe.WriteByte(1);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The starter is gone, or gave a number that is no pipe: the edge listens all the same.
        }
    }
}

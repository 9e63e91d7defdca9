using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Guest.Output;

/// <summary>Our standard output and error, by descriptor: the runtime's console would set terminals and signals up that nobody needs here.</summary>
internal static class StandardStream
{
    private const int OutputNumber = 1;
    private const int ErrorNumber = 2;

    /// <summary>Says a line to whoever reads our output.</summary>
    internal static void Say(string line) => Write(OutputNumber, line);

    /// <summary>Says a line to whoever reads our errors.</summary>
    internal static void Complain(string line) => Write(ErrorNumber, line);

    private static void Write(int number, string line)
    {
        using var handle = new SafeFileHandle(number, ownsHandle: false);
        try
        {
            using var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (IOException)
        {
            // Nobody reads it any more.
        }
    }
}

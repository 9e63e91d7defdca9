using Lobsterd.Guest.Processes;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Guest.Gateway;

/// <summary>The variables of a tenant that was not there yet when the gateway was started.</summary>
internal static class AwaitedVariables
{
    private const int InputNumber = 0;

    /// <summary>Waits for them on our standard input, for as long as it takes.</summary>
    /// <returns>The variables; null when what came is none.</returns>
    internal static Dictionary<string, string>? Read()
    {
        using var handle = new SafeFileHandle(InputNumber, ownsHandle: false);
        using var input = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        return Read(input);
    }

    /// <summary>Reads them from a stream, up to its end; no more of it than they may have.</summary>
    internal static Dictionary<string, string>? Read(Stream input)
    {
        const int PieceBytes = 64 << 10;
        using var block = new MemoryStream();
        var piece = new byte[PieceBytes];
        try
        {
            for (var count = input.Read(piece); count > 0; count = input.Read(piece))
            {
                block.Write(piece.AsSpan(0, count));
                if (block.Length > VariableBlock.MostBytes) return null;
            }
        }
        catch (IOException)
        {
            return null;
        }

        return VariableBlock.Read(block.GetBuffer().AsSpan(0, (int)block.Length));
    }
}

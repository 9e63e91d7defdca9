using System.Buffers.Binary;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Jail;

/// <summary>What a program or library says about the files that it needs to run (elf(5)); 64 bits, little-endian.</summary>
/// <param name="Interpreter">The dynamic loader's path; null for a library and for a static program.</param>
/// <param name="Needed">Names of libraries.</param>
/// <param name="SearchPaths">Folders that it wants searched first (DT_RUNPATH, DT_RPATH), <c>$ORIGIN</c> resolved.</param>
internal sealed record ElfFile(string? Interpreter, IReadOnlyList<string> Needed, IReadOnlyList<string> SearchPaths)
{
    private const int HeaderBytes = 64;
    private const int ProgramHeaderBytes = 56;
    private const int MostProgramHeaders = 256;
    private const int LongestDynamic = 1 << 20;
    private const int LongestText = 4096;
    private const uint Loaded = 1;
    private const uint Dynamic = 2;
    private const uint InterpreterPath = 3;
    private const long NeededTag = 1;
    private const long StringsTag = 5;
    private const long SearchPathTag = 15;
    private const long RunPathTag = 29;

    private static readonly byte[] Magic = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1];

    /// <summary>Reads a file.</summary>
    /// <error code="jail.program.unreadable">It cannot be opened, or is no such file.</error>
    internal static Result<ElfFile, LobsterError> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Parse(file, Path.GetDirectoryName(path)!) is { } elf
                ? elf
                : new LobsterError(VmJailErrors.ProgramUnreadable, $"{path} is not a 64-bit ELF file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(VmJailErrors.ProgramUnreadable, exception.Message);
        }
    }

    /// <summary>Parses a file; null when it is none, or damaged.</summary>
    /// <param name="file">The whole file; can be sought in.</param>
    /// <param name="origin">The folder that it lies in.</param>
    internal static ElfFile? Parse(Stream file, string origin)
    {
        if (Bytes(file, 0, HeaderBytes) is not { } header || !header.AsSpan(0, Magic.Length).SequenceEqual(Magic)) return null;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(56));
        if (BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(54)) != ProgramHeaderBytes || count > MostProgramHeaders) return null;
        if (Bytes(file, Number(header, 32), count * ProgramHeaderBytes) is not { } table) return null;

        var segments = Enumerable.Range(0, count).Select(index => Segment.Read(table.AsSpan(index * ProgramHeaderBytes))).ToList();
        var interpreter = segments.Find(segment => segment.Type == InterpreterPath) is { } path ? Text(file, path.Offset) : null;
        if (segments.Find(segment => segment.Type == Dynamic) is not { } dynamic) return new ElfFile(interpreter, [], []);
        if (dynamic.Size > LongestDynamic || Bytes(file, dynamic.Offset, (int)dynamic.Size) is not { } entries) return null;

        var tags = Enumerable.Range(0, entries.Length / 16).Select(index => (Tag: Number(entries, index * 16), Value: Number(entries, (index * 16) + 8))).ToList();
        var strings = tags.Find(entry => entry.Tag == StringsTag).Value;
        if (segments.Find(segment => segment.Type == Loaded && segment.Holds(strings)) is not { } home) return null;
        var start = home.Offset + (strings - home.Address);

        var texts = tags.Where(entry => entry.Tag is NeededTag or SearchPathTag or RunPathTag)
            .Select(entry => (entry.Tag, Text: Text(file, start + entry.Value))).ToList();
        if (texts.Exists(entry => entry.Text is null)) return null;
        return new ElfFile(
            interpreter,
            [.. texts.Where(entry => entry.Tag == NeededTag).Select(entry => entry.Text!)],
            [.. texts.Where(entry => entry.Tag != NeededTag).SelectMany(entry => entry.Text!.Split(':', StringSplitOptions.RemoveEmptyEntries))
                .Select(folder => folder.Replace("$ORIGIN", origin, StringComparison.Ordinal).Replace("${ORIGIN}", origin, StringComparison.Ordinal))]);
    }

    private static long Number(byte[] bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset));

    private static byte[]? Bytes(Stream file, long offset, int count)
    {
        if (offset < 0 || count < 0 || offset > file.Length - count) return null;
        var bytes = new byte[count];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static string? Text(Stream file, long offset)
    {
        if (offset < 0 || offset >= file.Length) return null;
        var bytes = Bytes(file, offset, (int)Math.Min(LongestText, file.Length - offset))!;
        var end = Array.IndexOf(bytes, (byte)0);
        return end < 0 ? null : Encoding.UTF8.GetString(bytes, 0, end);
    }

    /// <summary>One entry of the program header.</summary>
    private sealed record Segment(uint Type, long Offset, long Address, long Size)
    {
        internal static Segment Read(ReadOnlySpan<byte> entry) => new(
            BinaryPrimitives.ReadUInt32LittleEndian(entry), BinaryPrimitives.ReadInt64LittleEndian(entry[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[16..]), BinaryPrimitives.ReadInt64LittleEndian(entry[32..]));

        internal bool Holds(long address) => Size > 0 && address >= Address && address - Address < Size;
    }
}

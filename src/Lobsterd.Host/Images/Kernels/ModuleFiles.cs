using System.IO.Compression;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Setup;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>Reads kernel modules as distributions pack them: plain, gzip, xz or zstd. The guest gets them plain: it has no program to unpack them.</summary>
internal sealed class ModuleFiles(ProgramRunner programs)
{
    private const long Largest = 64L << 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>A module's bytes, not compressed.</summary>
    /// <error code="host.kernel.unusable">It could not be read or unpacked, or is larger than 64 MiB.</error>
    public async Task<Result<byte[], LobsterError>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > Largest) return TooLarge(path);
            return Path.GetExtension(path) switch
            {
                ".xz" => await UnpackAsync("/usr/bin/xz", path, cancellationToken),
                ".zst" => await UnpackAsync("/usr/bin/zstd", path, cancellationToken),
                ".gz" => await InflateAsync(path, cancellationToken),
                _ => await File.ReadAllBytesAsync(path, cancellationToken),
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new LobsterError(SetupErrors.KernelUnusable, $"{path}: {failure.Message}");
        }
    }

    private async Task<Result<byte[], LobsterError>> UnpackAsync(string program, string path, CancellationToken cancellationToken)
    {
        if (Memfd.Create("module").TryGetError(out var noMemory, out var output)) return noMemory;
        using (output)
        {
            var input = new ProgramInput { Program = program, Arguments = ["-dc", "--", path], StandardOutputFile = output, Timeout = Longest };
            if ((await programs.RunToSuccessAsync(input, cancellationToken)).TryGetError(out var error))
                return new LobsterError(SetupErrors.KernelUnusable, $"{path} could not be unpacked", "xz comes with the package xz-utils, zstd with zstd", error);
            await using var unpacked = new FileStream($"/proc/self/fd/{output.Number}", FileMode.Open, FileAccess.Read);
            return await ReadBoundedAsync(unpacked, path, cancellationToken);
        }
    }

    private static async Task<Result<byte[], LobsterError>> InflateAsync(string path, CancellationToken cancellationToken)
    {
        await using var packed = File.OpenRead(path);
        await using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        return await ReadBoundedAsync(unpacked, path, cancellationToken);
    }

    private static async Task<Result<byte[], LobsterError>> ReadBoundedAsync(Stream unpacked, string path, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int count; (count = await unpacked.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (bytes.Length + count > Largest) return TooLarge(path);
            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }

    private static LobsterError TooLarge(string path) => new(SetupErrors.KernelUnusable, $"{path} is larger than {Largest} bytes");
}

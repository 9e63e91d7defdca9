using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Setup;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>Unpacks the kernel that a boot image carries. The unpacking program writes into memory that cannot grow beyond the size that the
/// image tells of its kernel, and that size is bounded.</summary>
internal sealed class KernelUnpacker(ProgramRunner programs)
{
    private const long Largest = 256L << 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>The kernel as an ELF file.</summary>
    /// <param name="image">A whole boot image.</param>
    /// <param name="header">What it says of itself.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>Null when the program that unpacks it is not installed.</returns>
    /// <error code="host.kernel.unusable">It is packed in an unknown way, is damaged, larger than 256 MiB, or no ELF executable for x86-64.</error>
    public async Task<Result<byte[]?, LobsterError>> UnpackAsync(ReadOnlyMemory<byte> image, BzImage header, CancellationToken cancellationToken)
    {
        if (header.Packing is not { } packing) return Unusable("its kernel is packed in a way that is not known");
        if (header.UnpackedBytes is 0 or > Largest) return Unusable($"its kernel would have {header.UnpackedBytes} bytes unpacked");
        if (!File.Exists(packing.Program)) return default(byte[]);
        if (Memfd.Create("vmlinux").TryGetError(out var noMemory, out var output)) return noMemory;
        using (output)
        {
            await using var file = new FileStream($"/proc/self/fd/{output.Number}", FileMode.Open, FileAccess.ReadWrite);
            file.SetLength(header.UnpackedBytes);
            if (Memfd.Seal(output, MemfdSeals.Grow | MemfdSeals.Shrink).TryGetError(out var unsealed)) return unsealed;

            var input = new ProgramInput
            {
                Program = packing.Program,
                Arguments = packing.Arguments,
                StandardInput = image[header.Payload],
                StandardOutputFile = output,
                Timeout = Longest,
            };
            if ((await programs.RunToSuccessAsync(input, cancellationToken)).TryGetError(out var error))
                return Unusable($"its kernel could not be unpacked by {packing.Program}") with { Cause = error };

            var kernel = new byte[header.UnpackedBytes];
            await file.ReadExactlyAsync(kernel, cancellationToken);
            return Vmlinux.Read(kernel) is null ? Unusable("what is packed in it is no ELF executable for x86-64") : kernel;
        }
    }

    private static LobsterError Unusable(string why) => new(SetupErrors.KernelUnusable, $"the boot image cannot be used: {why}");
}

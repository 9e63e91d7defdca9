using System.Globalization;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Guest.Gateway;

/// <summary>A number on the tenant's disk, flushed before it is told: whoever was told it finds it, or a higher one, after any crash.</summary>
internal sealed class DiskCounter(string path)
{
    private const uint OwnerOnly = 0x180;

    private readonly Lock gate = new();

    /// <summary>The number; 0 when nothing was ever written.</summary>
    internal long Read() =>
        File.Exists(path) && long.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Adds one, and reads the result back.</summary>
    /// <error code="file.write.failed">The disk is full, or refuses; the number stays.</error>
    /// <remarks>Blocks for as long as the disk does, and while another thread adds.</remarks>
    internal Result<long, LobsterError> Add()
    {
        using var taken = gate.EnterScope();
        var next = (Read() + 1).ToString(CultureInfo.InvariantCulture);
        return DurableFile.Replace(path, Encoding.ASCII.GetBytes(next), OwnerOnly).Map(Read);
    }
}

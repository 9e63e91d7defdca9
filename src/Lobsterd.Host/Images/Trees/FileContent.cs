namespace Lobsterd.Host.Images.Trees;

/// <summary>Where a file's bytes come from.</summary>
internal abstract record FileContent
{
    private FileContent()
    {
    }

    /// <summary>Size in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Opens the bytes; the caller closes.</summary>
    /// <exception cref="IOException">The file is gone or shorter than it was.</exception>
    public abstract Stream Open();

    /// <summary>Bytes at hand.</summary>
    /// <param name="Bytes">All of them.</param>
    public sealed record Inline(ReadOnlyMemory<byte> Bytes) : FileContent
    {
        /// <inheritdoc/>
        public override long Length => Bytes.Length;

        /// <inheritdoc/>
        public override Stream Open() => new MemoryStream(Bytes.ToArray(), writable: false);
    }

    /// <summary>A part of a file of the host, or all of it.</summary>
    /// <param name="Path">Absolute.</param>
    /// <param name="Offset">First byte.</param>
    /// <param name="Size">Number of bytes.</param>
    public sealed record OnDisk(string Path, long Offset, long Size) : FileContent
    {
        /// <inheritdoc/>
        public override long Length => Size;

        /// <inheritdoc/>
        public override Stream Open() => new FileSlice(Path, Offset, Size);
    }
}

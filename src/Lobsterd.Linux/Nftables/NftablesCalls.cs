using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Nftables;

/// <summary>libnftables(3); its documentation is <c>libnftables.adoc</c> of the nftables sources.</summary>
internal static unsafe partial class NftablesCalls
{
    private const string Library = "libnftables.so.1";

    /// <summary>nft_ctx_new</summary>
    [LibraryImport(Library, EntryPoint = "nft_ctx_new")]
    internal static partial nint New(uint flags);

    /// <summary>nft_ctx_free</summary>
    [LibraryImport(Library, EntryPoint = "nft_ctx_free")]
    internal static partial void Free(nint context);

    /// <summary>nft_ctx_buffer_output</summary>
    [LibraryImport(Library, EntryPoint = "nft_ctx_buffer_output")]
    internal static partial int BufferOutput(nint context);

    /// <summary>nft_ctx_buffer_error</summary>
    [LibraryImport(Library, EntryPoint = "nft_ctx_buffer_error")]
    internal static partial int BufferError(nint context);

    /// <summary>nft_ctx_get_output_buffer; the text is the context's, until its next command</summary>
    [LibraryImport(Library, EntryPoint = "nft_ctx_get_output_buffer")]
    internal static partial byte* GetOutput(nint context);

    /// <summary>nft_ctx_get_error_buffer; the text is the context's, until its next command</summary>
    [LibraryImport(Library, EntryPoint = "nft_ctx_get_error_buffer")]
    internal static partial byte* GetError(nint context);

    /// <summary>nft_ctx_output_set_flags</summary>
    [LibraryImport(Library, EntryPoint = "nft_ctx_output_set_flags")]
    internal static partial void SetOutputFlags(nint context, uint flags);

    /// <summary>nft_run_cmd_from_buffer</summary>
    [LibraryImport(Library, EntryPoint = "nft_run_cmd_from_buffer", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Run(nint context, string commands);
}

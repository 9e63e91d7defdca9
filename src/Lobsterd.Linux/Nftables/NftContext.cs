using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Nftables;

/// <summary>The nftables of the network namespace in which it was opened, through libnftables. Callers take turns.</summary>
/// <remarks>A context's netlink socket stays in the namespace of the thread that opened it, whichever threads use it later. Scripts must not
/// name interfaces by number (<c>iif</c>, <c>oif</c>): those are looked up in the calling thread's namespace.</remarks>
public sealed class NftContext : IDisposable
{
    private const uint JsonOutput = 1 << 4;

    private readonly NftContextHandle context;
    private readonly Lock turn = new();

    private NftContext(NftContextHandle context) => this.context = context;

    /// <summary>Opens a context in the calling thread's network namespace.</summary>
    /// <error code="nft.library.missing">The host has no libnftables.</error>
    public static Result<NftContext, LobsterError> Open()
    {
        NftContextHandle context;
        try
        {
            context = new NftContextHandle(NftablesCalls.New(0));
        }
        catch (DllNotFoundException)
        {
            return NotReady();
        }
        if (context.IsInvalid || NftablesCalls.BufferOutput(context.DangerousGetHandle()) != 0
            || NftablesCalls.BufferError(context.DangerousGetHandle()) != 0)
        {
            context.Dispose();
            return NotReady();
        }
        NftablesCalls.SetOutputFlags(context.DangerousGetHandle(), JsonOutput);
        return new NftContext(context);
    }

    /// <summary>Runs a script as one transaction: all of it holds, or nothing.</summary>
    /// <param name="script">nft(8) commands, one a line.</param>
    /// <error code="nft.script.refused">Nothing was done; the message is nftables' first line.</error>
    public UnitResult<LobsterError> Run(string script) => Read(script).TryGetError(out var error) ? error : UnitResult.Success<LobsterError>();

    /// <summary>Runs a command that tells something.</summary>
    /// <param name="command">An nft(8) command, e.g. <c>list tables</c>.</param>
    /// <returns>What it told, as JSON (libnftables-json(5)); some commands tell nothing and give an empty text.</returns>
    /// <error code="nft.script.refused">The command was refused; among other reasons since what it names does not exist.</error>
    public unsafe Result<string, LobsterError> Read(string command)
    {
        lock (turn)
        {
            ObjectDisposedException.ThrowIf(context.IsClosed, this);
            var pointer = context.DangerousGetHandle();
            return NftablesCalls.Run(pointer, command) == 0
                ? Text(NftablesCalls.GetOutput(pointer))
                : new LobsterError(NftErrors.Refused, FirstLine(Text(NftablesCalls.GetError(pointer))));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (turn) context.Dispose();
    }

    private static unsafe string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private static string FirstLine(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return $"nftables: {(end < 0 ? text : text[..end]).Trim()}";
    }

    private static LobsterError NotReady() =>
        new(NftErrors.NotReady, "libnftables gives no context", "install the package libnftables1");
}

using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;

namespace Lobsterd.Launcher;

/// <summary>Where we write down what the VMM says and how it ends: a folder that we hold, whatever it is called by then.</summary>
/// <remarks>That of a VMM that waits for a tenant is renamed when it gets one.</remarks>
internal sealed class RunFolder : IDisposable
{
    private readonly Fd held;

    private RunFolder(Fd held) => this.held = held;

    /// <summary>Takes hold of it. Nothing that we start inherits that.</summary>
    /// <error code="jail.build.failed">It is not there.</error>
    internal static Result<RunFolder, LobsterError> Open(string path) =>
        Fd.Open(path, OpenFlags.PathOnly | OpenFlags.Directory | OpenFlags.NoFollow)
            .Map(held => new RunFolder(held))
            .MapError(cause => new LobsterError(JailErrors.BuildFailed, "the run folder", Cause: cause));

    /// <summary>The path of a file in it.</summary>
    internal string this[string file] => $"/proc/self/fd/{held.Number}/{file}";

    public void Dispose() => held.Dispose();
}

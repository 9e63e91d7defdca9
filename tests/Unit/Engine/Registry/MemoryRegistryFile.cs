using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Registry;

namespace Lobsterd.Tests.Unit.Engine.Registry;

/// <summary>A registry file in memory whose writes can be held up and refused.</summary>
internal sealed class MemoryRegistryFile : IRegistryFile
{
    public List<RegistrySnapshot> Saved { get; } = [];

    public bool IsDisposed { get; private set; }

    public bool Refuses { get; set; }

    /// <summary>Waited for in each write, as a slow disk would be.</summary>
    public ManualResetEventSlim MayWrite { get; } = new(initialState: true);

    public Result<RegistrySnapshot, LobsterError> Load() => RegistrySnapshot.Empty;

    public UnitResult<LobsterError> Save(RegistrySnapshot snapshot)
    {
        MayWrite.Wait(TimeSpan.FromSeconds(30));
        if (Refuses) return new LobsterError(RegistryErrors.WriteFailed, "refused");
        Saved.Add(snapshot);
        return UnitResult.Success<LobsterError>();
    }

    public UnitResult<LobsterError> Verify(RegistrySnapshot snapshot) => UnitResult.Success<LobsterError>();

    public UnitResult<LobsterError> Rewrite(RegistrySnapshot snapshot) => Save(snapshot);

    public void Dispose() => IsDisposed = true;
}

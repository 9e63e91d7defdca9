namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>A host with tenants on which one wrong rule would show.</summary>
internal interface IWorld : IAsyncDisposable
{
    /// <summary>Whose wall it is.</summary>
    NetSandbox Sandbox { get; }

    /// <summary>Lets everybody try everything, and tells how far it came; the same each time, as long as the wall is.</summary>
    Task<IReadOnlyList<string>> TryAllAsync();
}

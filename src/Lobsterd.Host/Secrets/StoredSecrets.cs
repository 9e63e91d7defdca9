namespace Lobsterd.Host.Secrets;

/// <summary>The whole of a tenant's file.</summary>
internal sealed record StoredSecrets(int Schema, IReadOnlyList<StoredSecret> Secrets);

namespace Lobsterd.Host.Registry;

/// <summary>A published port as <c>registry.json</c> holds it.</summary>
internal sealed record StoredPort(int HostPort, int GuestPort);

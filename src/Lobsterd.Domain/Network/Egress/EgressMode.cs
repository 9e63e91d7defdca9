namespace Lobsterd.Domain.Network.Egress;

/// <summary>How far a tenant's guest may go.</summary>
public enum EgressMode
{
    /// <summary>To every public address.</summary>
    Open,

    /// <summary>Nowhere, not even to a resolver.</summary>
    None,

    /// <summary>To what is named, and nowhere else.</summary>
    Allow,
}

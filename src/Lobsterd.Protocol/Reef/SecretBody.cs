namespace Lobsterd.Protocol.Reef;

/// <summary>A secret that is set.</summary>
/// <param name="Value">What must stay secret; 1 to 16,384 bytes of UTF-8 without zero bytes.</param>
public sealed record SecretBody(string Value)
{
    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(SecretBody);
}

namespace Lobsterd.Host.Secrets;

/// <summary>A sealed secret as the file has it; the bytes are base64.</summary>
internal sealed record StoredSecret(string Key, DateTimeOffset SetAt, byte[] Nonce, byte[] Sealed, byte[] Tag);

using System.Text;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Identity;

/// <summary>What makes two claims the same.</summary>
/// <remarks>Written by hand and not by the serializer, which costs a fresh VM more than all the rest of a claim; a test sees to it that no member is forgotten.</remarks>
internal static class ClaimFingerprint
{
    /// <summary>Equal for equal claims, and for no others: all of a claim but the clock and the seed, which are new each time that one is sent, and the
    /// secrets, which may have changed since. Each value is preceded by its length, each list by its count.</summary>
    internal static byte[] Of(AgentRequest.Claim claim)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(claim.Id.ToByteArray());
            writer.Write(claim.Name);
            writer.Write(claim.Address);
            writer.Write(claim.PrefixLength);
            writer.Write(claim.Gateway);
            Write(writer, claim.Dns);
            writer.Write(claim.AgentToken);
            writer.Write(claim.GatewayToken);
            Write(writer, claim.Workload);
        }

        return bytes.ToArray();
    }

    private static void Write(BinaryWriter writer, AgentWorkload workload)
    {
        writer.Write(workload.Name);
        Write(writer, workload.Command);
        writer.Write(workload.User);
        writer.Write(workload.Port);
        writer.Write(workload.HealthPath is not null);
        writer.Write(workload.HealthPath ?? "");
        Write(writer, [.. workload.Environment.OrderBy(variable => variable.Key, StringComparer.Ordinal).SelectMany(variable => new[] { variable.Key, variable.Value })]);
        writer.Write(workload.Files?.Count ?? 0);
        foreach (var file in workload.Files ?? [])
        {
            writer.Write(file.Path);
            writer.Write(file.Mode);
            writer.Write(file.Content);
        }
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<string> texts)
    {
        writer.Write(texts.Count);
        foreach (var text in texts) writer.Write(text);
    }
}

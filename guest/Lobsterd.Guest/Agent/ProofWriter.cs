using System.Globalization;
using System.Text;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>Writes by hand what a claim is answered with: like the claim itself it is a fresh VM's first, and a serializer that runs for the first time costs more than
/// all the rest.</summary>
internal static class ProofWriter
{
    /// <summary>The reply as JSON.</summary>
    internal static byte[] Write(AgentReply.Proof proof)
    {
        var text = new StringBuilder("""{"reply":"proof","machineId":""").Append(Quoted(proof.MachineId))
            .Append(",\"bootId\":").Append(Quoted(proof.BootId))
            .Append(",\"sample\":").Append(Quoted(Convert.ToBase64String(proof.Sample)))
            .Append(",\"hostName\":").Append(Quoted(proof.HostName))
            .Append(",\"address\":").Append(Quoted(proof.Address))
            .Append(",\"nowUnixMs\":").Append(proof.NowUnixMs.ToString(CultureInfo.InvariantCulture));
        if (proof.HostKeys is { Count: > 0 } keys) _ = text.Append(",\"hostKeys\":[").AppendJoin(',', keys.Select(Quoted)).Append(']');
        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }

    // Whatever a file of the guest's may hold, JSON it stays.
    private static string Quoted(string value) =>
        $"\"{string.Concat(value.Select(letter => char.IsAsciiLetterOrDigit(letter) || " +/=-_.:@".Contains(letter, StringComparison.Ordinal) ? letter : '?'))}\"";
}

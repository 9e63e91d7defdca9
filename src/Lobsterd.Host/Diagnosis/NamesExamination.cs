using System.Net;
using System.Net.Sockets;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether the name of any tenant leads somewhere, as this host's resolver tells it.</summary>
public sealed class NamesExamination : IExamination
{
    // A name that no tenant has is answered by a wildcard as every tenant's is.
    private const string Anybody = "lobsterd-doctor";

    private readonly string host;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolveAsync;

    /// <summary>Asks this host's resolver.</summary>
    public NamesExamination(LobsterdConfig config)
        : this(config.Domain, Dns.GetHostAddressesAsync)
    {
    }

    internal NamesExamination(string domain, Func<string, CancellationToken, Task<IPAddress[]>> resolveAsync) =>
        (host, this.resolveAsync) = ($"{Anybody}.{domain}", resolveAsync);

    /// <inheritdoc/>
    public string Name => "names";

    /// <inheritdoc/>
    public async Task<HostCheck> ExamineAsync(CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await resolveAsync(host, cancellationToken);
            return addresses.Length > 0
                ? new HostCheck(Name, CheckStatus.Ok, $"{host} is {string.Join(", ", addresses.Take(4).Select(address => address.ToString()))}", null) { Severity = CheckSeverity.Low }
                : Nowhere("no address");
        }
        catch (SocketException unresolved) when (unresolved.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            return Nowhere(unresolved.Message);
        }
    }

    private HostCheck Nowhere(string why) => new(
        Name, CheckStatus.Warn, $"{host} leads nowhere: {why}", "give *.DOMAIN a record that leads to this host; browsers and curl know *.localhost by themselves, other programs by libnss-myhostname")
    {
        Severity = CheckSeverity.Low,
    };
}

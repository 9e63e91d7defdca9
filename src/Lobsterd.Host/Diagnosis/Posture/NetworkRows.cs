using Lobsterd.Domain.Diagnosis;

namespace Lobsterd.Host.Diagnosis.Posture;

/// <summary>What of the network's settings is between tenants.</summary>
internal static class NetworkRows
{
    internal static readonly PostureRow[] All =
    [
        new("reverse-path", CheckSeverity.Medium,
            "lobsterd checks sources on each TAP strictly; the setting for all interfaces weakens that to loosely.",
            "sysctl net.ipv4.conf.all.rp_filter=1",
            host => host.Read("proc/sys/net/ipv4/conf/all/rp_filter") switch
            {
                null => Finding.Unknown("the kernel does not tell of its check of sources"),
                "2" => Finding.Bad("loose on every interface"),
                var setting => Finding.Good($"TAPs decide for themselves ({setting})"),
            }),
        new("redirects", CheckSeverity.Medium,
            "A host that believes redirects can be taught other ways by its neighbours.",
            "sysctl net.ipv4.conf.all.accept_redirects=0",
            host => host.Read("proc/sys/net/ipv4/conf/all/accept_redirects") switch
            {
                null => Finding.Unknown("the kernel does not tell whether it believes redirects"),
                "0" => Finding.Good("not believed"),
                _ => Finding.Bad("believed"),
            })
        {
            Safe = ("proc/sys/net/ipv4/conf/all/accept_redirects", "0"),
        },
    ];
}

using Lobsterd.Domain.Config;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Setup;
using Lobsterd.Host.Journals;
using Lobsterd.Host.Setup;

namespace Lobsterd.Daemon.Composition;

/// <summary>Wires the host's adapters.</summary>
internal static class HostServices
{
    internal static IServiceCollection AddHost(this IServiceCollection services, LobsterdConfig config) => services
        .AddSingleton(NetworkPlan.Parse(config.Network.Pool).Value)
        .AddSingleton<ISagaJournals, JournalFiles>()
        .AddSingleton<HostFiles>()
        .AddSingleton<IHostFiles>(provider => provider.GetRequiredService<HostFiles>())
        .AddSingleton<IHostBoot>(HostBoot.Read());
}

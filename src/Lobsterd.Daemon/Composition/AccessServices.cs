using Lobsterd.Domain.Access;
using Lobsterd.Engine.Access;
using Lobsterd.Host.Access;
using Lobsterd.Reef.Access;

namespace Lobsterd.Daemon.Composition;

/// <summary>Wires who may come in, and by which doors.</summary>
internal static class AccessServices
{
    internal static IServiceCollection AddAccess(this IServiceCollection services) => services
        .AddSingleton<IPeers, SocketPeers>()
        .AddSingleton<ITokenFile, TokenFile>()
        .AddSingleton<TokenBook>()
        .AddSingleton<IBuoyFile, BuoyFile>()
        .AddSingleton<ReefPipeline>()
        .AddSingleton<Buoy>()
        .AddSingleton<IBuoy>(provider => provider.GetRequiredService<Buoy>());
}

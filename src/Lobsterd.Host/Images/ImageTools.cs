using Lobsterd.Host.Images.Building;

namespace Lobsterd.Host.Images;

/// <summary>What building images needs besides the store itself.</summary>
/// <param name="Guest">The guest binary.</param>
/// <param name="Programs">Where the external programs are.</param>
/// <param name="Clock">Stamps builds; the images themselves carry no time.</param>
public sealed record ImageTools(GuestBinary Guest, BuildPrograms Programs, TimeProvider Clock)
{
    /// <summary>Asks registries of packages, stays its maker's; null: the host's network, through the proxies of the environment.</summary>
    public HttpMessageHandler? Http { get; init; }
}

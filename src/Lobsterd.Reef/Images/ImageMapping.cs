using Lobsterd.Domain.Images;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Reef.Images;

/// <summary>Turns images into what the API shows of them.</summary>
public sealed class ImageMapping(RegistryBook registry)
{
    /// <summary>An image with the number of tenants that run it.</summary>
    public ImageBody ToBody(Image image) =>
        new(
            image.Name,
            image.Hash,
            image.SizeBytes,
            image.BuiltAt,
            image.Workload,
            image.Port,
            registry.Current.Tenants.Values.Count(tenant => tenant.Image == image.Hash));
}

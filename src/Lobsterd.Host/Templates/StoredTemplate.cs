using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;

namespace Lobsterd.Host.Templates;

/// <summary>A template's passport as it lies in its folder, <c>passport.json</c>.</summary>
internal sealed record StoredTemplate
{
    /// <summary>The only form that there is yet.</summary>
    internal const int CurrentSchema = 1;

    /// <summary>The form of this file; 1.</summary>
    public required int Schema { get; init; }

    /// <summary>The driver and its version.</summary>
    public required string Hypervisor { get; init; }

    /// <summary>Content hash of the image.</summary>
    public required string Image { get; init; }

    /// <summary>The image's name, for people.</summary>
    public required string ImageName { get; init; }

    /// <summary>What names kernel and initramfs.</summary>
    public required string Kernel { get; init; }

    /// <summary>CPUs and memory.</summary>
    public required VmSize Size { get; init; }

    /// <summary>Apparent size of the disk.</summary>
    public required long DiskBytes { get; init; }

    /// <summary>The workload whose program waits in it; null: none does.</summary>
    public PreparedWorkload? Workload { get; init; }

    /// <summary>When it was sealed (UTC).</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>How long the making took.</summary>
    public required long TookMs { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<TemplateFile> Files { get; init; }

    internal static StoredTemplate Of(Template template) => new()
    {
        Schema = CurrentSchema,
        Hypervisor = template.Inputs.Hypervisor,
        Image = template.Inputs.Image,
        ImageName = template.ImageName,
        Kernel = template.Inputs.Kernel,
        Size = template.Inputs.Size,
        DiskBytes = template.Inputs.DiskBytes,
        Workload = template.Inputs.Workload,
        MadeAt = template.MadeAt,
        TookMs = (long)template.Took.TotalMilliseconds,
        Files = template.Files,
    };

    internal Template ToTemplate() => new()
    {
        Inputs = new TemplateInputs(Hypervisor, Image, Kernel, Size, DiskBytes) { Workload = Workload },
        ImageName = ImageName,
        MadeAt = MadeAt,
        Took = TimeSpan.FromMilliseconds(TookMs),
        Files = Files,
    };
}

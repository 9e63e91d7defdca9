using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Setup;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>An unpacked kernel package: one kernel with its modules, as the distribution lays them out.</summary>
internal sealed class KernelTree
{
    private const string KernelPrefix = "vmlinuz-";
    private const int LongestRelease = 64;

    private readonly HashSet<string> builtIn;
    private readonly Dictionary<string, string> modules;

    private KernelTree(string release, string kernel, HashSet<string> builtIn, Dictionary<string, string> modules) =>
        (Release, Kernel, this.builtIn, this.modules) = (release, kernel, builtIn, modules);

    /// <summary>The kernel's release, e.g. <c>6.1.0-28-cloud-amd64</c>.</summary>
    public string Release { get; }

    /// <summary>Absolute path of the kernel.</summary>
    public string Kernel { get; }

    /// <summary>Looks at a folder; nothing in it is changed.</summary>
    /// <error code="host.kernel.unusable">It does not hold exactly one kernel with its modules.</error>
    public static Result<KernelTree, LobsterError> Open(string folder)
    {
        try
        {
            var kernels = Directory.Exists(Path.Combine(folder, "boot")) ? Directory.GetFiles(Path.Combine(folder, "boot"), KernelPrefix + "*") : [];
            if (kernels.Length != 1) return Unusable($"{folder}/boot holds {kernels.Length} kernels, must be one");

            var release = Path.GetFileName(kernels[0])[KernelPrefix.Length..];
            if (!IsRelease(release)) return Unusable($"'{release}' is no kernel release");

            return PlaceOf(folder, release) is { } place
                ? Of(release, Path.GetFullPath(kernels[0]), place)
                : Unusable($"{folder} holds no modules of {release}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Unusable($"{folder}: {failure.Message}");
        }
    }

    /// <summary>A kernel's file in a <c>boot</c> folder, with the modules that lie where its distribution puts them.</summary>
    /// <returns>Null when there are none.</returns>
    /// <exception cref="IOException">The modules' folder could not be read.</exception>
    public static KernelTree? Beside(string kernel, string release)
    {
        var path = Path.GetFullPath(kernel);
        return Path.GetDirectoryName(Path.GetDirectoryName(path)) is { } root && PlaceOf(root, release) is { } place ? Of(release, path, place) : null;
    }

    /// <summary>Whether a text can be a kernel's release.</summary>
    public static bool IsRelease(string release) =>
        release.Length is > 0 and <= LongestRelease && release.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' or '_' or '~');

    /// <summary>Whether the kernel has that module's code in itself.</summary>
    public bool IsBuiltIn(string module) => builtIn.Contains(module);

    /// <summary>Absolute path of a module; null when there is none of that name.</summary>
    public string? PathOf(string module) => modules.GetValueOrDefault(module);

    private static KernelTree Of(string release, string kernel, string place)
    {
        var builtIn = File.ReadLines(Path.Combine(place, "modules.builtin")).Select(ModuleInfo.NameOf).ToHashSet(StringComparer.Ordinal);
        var modules = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(place, "*.ko*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            modules[ModuleInfo.NameOf(path)] = path;
        return new KernelTree(release, kernel, builtIn, modules);
    }

    private static string? PlaceOf(string root, string release) =>
        new[] { Path.Combine(root, "lib/modules", release), Path.Combine(root, "usr/lib/modules", release) }.FirstOrDefault(Directory.Exists);

    private static LobsterError Unusable(string message) => new(SetupErrors.KernelUnusable, message, "build/kernel fetches and unpacks one");
}

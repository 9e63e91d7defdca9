using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>One <c>--cgroup FILE=VALUE</c>.</summary>
internal sealed record CgroupSetting(string File, string Value)
{
    internal string Controller => File[..File.IndexOf('.', StringComparison.Ordinal)];

    internal static CgroupSetting Parse(string argument)
    {
        var parts = argument.Split('=');
        if (parts is not [var file, { Length: > 0 } value]) throw new Fault($"Invalid format for cgroups: {argument}", $"CgroupFormat(\"{argument}\")");
        if (IsTricky(file)) throw new Fault($"Cgroup invalid file: {argument}", $"CgroupInvalidFile(\"{argument}\")");
        if (!file.Contains('.', StringComparison.Ordinal)) throw new Fault($"Cgroup invalid file: {file}", $"CgroupInvalidFile(\"{file}\")");
        return new CgroupSetting(file, value);
    }

    /// <summary>Whether a path is absolute or has a part that leads elsewhere.</summary>
    internal static bool IsTricky(string path) => path.StartsWith('/') || path.Split('/').Any(part => part is "." or "..");
}

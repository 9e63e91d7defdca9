using System.Globalization;
using System.Text;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>The jail's own cgroups: all values first, then all memberships. They stay root's and are never removed.</summary>
internal static class CgroupTree
{
    private const int WriteOnly = 1;

    internal static void CheckAvailable(byte version, IReadOnlyList<CgroupSetting> settings)
    {
        if (settings.Count == 0) return;
        if (version is not (1 or 2)) throw CgroupMounts.Missing();
        var unified = version == 2 ? File.ReadAllText(CgroupMounts.Unified + "/cgroup.controllers").Split([' ', '\n']) : [];
        foreach (var setting in settings)
        {
            if (version == 2 ? unified.Contains(setting.Controller) : CgroupMounts.OfController(setting.Controller) is not null) continue;
            throw new Fault($"Controller {setting.Controller} is unavailable", $"CgroupControllerUnavailable(\"{setting.Controller}\")");
        }
    }

    internal static void Build(JailPlan plan)
    {
        var folders = new List<string>();
        foreach (var setting in plan.Cgroups)
        {
            var mount = plan.CgroupVersion == 2 ? CgroupMounts.Unified : CgroupMounts.OfController(setting.Controller)!;
            var folder = $"{mount}/{plan.ParentCgroup}/{plan.Id}";
            Directory.CreateDirectory(folder);
            if (plan.CgroupVersion == 2) Delegate(mount, plan.ParentCgroup, setting.Controller);
            else Inherit(mount, plan.ParentCgroup, folder, setting.File);
            if (!folders.Contains(folder)) folders.Add(folder);
        }
        foreach (var setting in plan.Cgroups)
        {
            var mount = plan.CgroupVersion == 2 ? CgroupMounts.Unified : CgroupMounts.OfController(setting.Controller)!;
            Write($"{mount}/{plan.ParentCgroup}/{plan.Id}/{setting.File}", setting.Value);
        }
        var pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        foreach (var folder in folders) Write(folder + (plan.CgroupVersion == 2 ? "/cgroup.procs" : "/tasks"), pid);
    }

    /// <summary>Writes a line; the error's words when the kernel refused.</summary>
    internal static string? TryWrite(string file, string value)
    {
        var opened = Kernel.Open(file, WriteOnly);
        if (opened < 0) return IoText.Of(Kernel.LastError == 2 ? 13 : Kernel.LastError);
        var written = Kernel.Write(opened, Encoding.UTF8.GetBytes(value + "\n"));
        var why = written < 0 ? IoText.Last : null;
        Kernel.Close(opened);
        return why;
    }

    private static void Delegate(string mount, string parent, string controller)
    {
        var folder = mount;
        Write(folder + "/cgroup.subtree_control", "+" + controller);
        foreach (var part in parent.Split('/', StringSplitOptions.RemoveEmptyEntries))
            Write((folder += "/" + part) + "/cgroup.subtree_control", "+" + controller);
    }

    // Version 1 gives a new cgroup nothing of cpuset: what its ancestors hold is handed down, the first line of each file.
    private static void Inherit(string mount, string parent, string folder, string file)
    {
        var above = mount;
        foreach (var part in $"{parent}/{Path.GetFileName(folder)}".Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var here = $"{above}/{part}";
            if (ReadLine($"{here}/{file}").Length == 0)
            {
                var value = ReadLine($"{above}/{file}");
                if (value.Length == 0)
                    throw new Fault($"Failed to inherit cgroups configurations from file {file} in path {here}", $"CgroupInheritFromParent(\"{here}\", \"{file}\")");
                Write($"{here}/{file}", value);
            }
            above = here;
        }
    }

    private static string ReadLine(string file)
    {
        if (!File.Exists(file)) throw new Fault($"Failed to read file {file} into a string: {IoText.Of(2)}", $"ReadToString(\"{file}\")");
        return File.ReadLines(file).FirstOrDefault() ?? "";
    }

    private static void Write(string file, string value)
    {
        if (TryWrite(file, value) is { } why) throw new Fault($"Failed to write to {file}: {why}", $"Write(\"{file}\", \"{why}\")");
    }
}

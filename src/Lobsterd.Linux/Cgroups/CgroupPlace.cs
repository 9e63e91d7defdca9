namespace Lobsterd.Linux.Cgroups;

/// <summary>A cgroup's folder in one hierarchy.</summary>
internal sealed record CgroupPlace(CgroupHierarchy Hierarchy, string Folder)
{
    internal bool Has(CgroupController controller) => Hierarchy.Controllers.Contains(controller);

    /// <summary>Removes a cgroup folder; absent already is success. Not a recursive removal: the files in it belong to the kernel.</summary>
    internal static bool TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: false);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

namespace Lobsterd.Host.Images.Kernels;

/// <summary>Puts modules into the order in which the kernel can load them: each after all that it depends on.</summary>
internal static class ModuleOrder
{
    /// <summary>Sorts. Pure, and the same for the same input: as far as dependencies leave a choice, the order is that of the names given.</summary>
    /// <param name="wanted">Names to load, dependencies not among them.</param>
    /// <param name="dependsOn">The dependencies of each module that is not built in. A name that is no key is built in and left out.</param>
    /// <returns>Names in load order, each once; null when modules depend on each other in a circle.</returns>
    public static IReadOnlyList<string>? Sort(IEnumerable<string> wanted, IReadOnlyDictionary<string, ModuleInfo> dependsOn)
    {
        var order = new List<string>();
        var states = new Dictionary<string, bool>(StringComparer.Ordinal);
        return wanted.All(Visit) ? order : null;

        bool Visit(string name)
        {
            if (!dependsOn.TryGetValue(name, out var info)) return true;
            if (states.TryGetValue(name, out var isPlaced)) return isPlaced;

            states[name] = false;
            if (!info.DependsOn.All(Visit)) return false;
            states[name] = true;
            order.Add(name);
            return true;
        }
    }
}

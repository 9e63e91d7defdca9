namespace Lobsterd.Host.Images.Recipes;

/// <summary>What a recipe must keep to beyond its form. All faults are told at once, each with its JSON path.</summary>
internal static class RecipeRules
{
    private const int LongestDescription = 200;
    private const int MostUsers = 32;
    private const int MostContent = 1_024;
    private const int MostPackages = 256;
    private const int MostPatterns = 64;
    private const int LongestPattern = 256;
    private const uint LastUserId = 65_533;

    /// <summary>Whether a text can be a recipe's name, which is also its folder's: a letter, then letters, digits, dashes and dots, lower case, at most 64.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');

    /// <summary>Everything that is wrong with a recipe.</summary>
    public static IEnumerable<string> FaultsOf(Recipe recipe)
    {
        if (HoldsNull(recipe))
        {
            yield return "a list holds null";
            yield break;
        }

        if (recipe.Schema != Recipe.CurrentSchema) yield return $"schema is {recipe.Schema}, must be {Recipe.CurrentSchema}";
        if (recipe.Description.Length > LongestDescription || recipe.Description.Any(char.IsControl))
            yield return $"description must be one line of at most {LongestDescription} characters";
        if (recipe.Workload is { } workload && !IsName(workload)) yield return $"workload is '{workload}', must be a workload's name";
        if (recipe.Port is { } port and (< 1 or > 65_535)) yield return $"port is {port}, must be 1 to 65535";
        if (recipe.Port is null != recipe.Workload is null) yield return "workload and port must be given together";

        foreach (var fault in FaultsOf(recipe.Base)) yield return fault;

        if (recipe.Users.Count > MostUsers) yield return $"users has {recipe.Users.Count} entries, at most {MostUsers} are allowed";
        foreach (var (user, i) in recipe.Users.Take(MostUsers).Select((user, i) => (user, i)))
            foreach (var fault in FaultsOf(user)) yield return $"users[{i}].{fault}";
        if (recipe.Users.DistinctBy(user => user.Name).Count() != recipe.Users.Count || recipe.Users.DistinctBy(user => user.Id).Count() != recipe.Users.Count)
            yield return "users holds one name or id twice";

        if (recipe.Content.Count > MostContent) yield return $"content has {recipe.Content.Count} entries, at most {MostContent} are allowed";
        foreach (var (content, i) in recipe.Content.Take(MostContent).Select((content, i) => (content, i)))
            foreach (var fault in FaultsOf(content)) yield return $"content[{i}].{fault}";
    }

    // The serializer keeps null out of properties, but not out of lists.
    private static bool HoldsNull(Recipe recipe) =>
        recipe.Users.Contains(null!) || recipe.Content.Contains(null!) || recipe.Content.OfType<RecipeContent.Links>().Any(links => links.Paths.Contains(null!))
        || recipe.Content.OfType<RecipeContent.NpmPackages>().Any(packages => packages.LeaveOut.Contains(null!))
        || (recipe.Base is RecipeBase.Debian debian && debian.Packages.Concat(debian.LeaveOut).Concat(debian.Keep).Contains(null!));

    private static IEnumerable<string> FaultsOf(RecipeBase start)
    {
        if (start is not RecipeBase.Debian debian) yield break;
        if (debian.Suite.Length is 0 or > 32 || !debian.Suite.All(char.IsAsciiLetterLower)) yield return $"base.suite is '{debian.Suite}', must be a code name";
        if (debian.Packages.Count > MostPackages) yield return $"base.packages has {debian.Packages.Count} entries, at most {MostPackages} are allowed";
        foreach (var package in debian.Packages.Take(MostPackages))
            if (!IsPackage(package)) yield return $"base.packages holds '{package}', which is no package's name";
        foreach (var fault in FaultsOfPatterns("leaveOut", debian.LeaveOut).Concat(FaultsOfPatterns("keep", debian.Keep))) yield return "base." + fault;
    }

    private static IEnumerable<string> FaultsOfPatterns(string name, IReadOnlyList<string> patterns)
    {
        if (patterns.Count > MostPatterns) yield return $"{name} has {patterns.Count} entries, at most {MostPatterns} are allowed";
        foreach (var pattern in patterns.Take(MostPatterns))
            if (pattern.Length is 0 or > LongestPattern || pattern[0] != '/' || pattern.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
                yield return $"{name} holds '{pattern}', must be an absolute path with wildcards and without spaces";
    }

    private static IEnumerable<string> FaultsOf(RecipeUser user)
    {
        if (user.Name.Length is 0 or > 31 || !char.IsAsciiLetterLower(user.Name[0])
            || !user.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
            yield return $"name is '{user.Name}', must be a lower-case letter and then letters, digits, dashes or underscores, at most 31";
        if (user.Name == "root" || user.Id is 0 or > LastUserId) yield return $"id is {user.Id} for '{user.Name}', must be 1 to {LastUserId}, and no second root";
        foreach (var (name, path) in new[] { ("home", user.Home), ("shell", user.Shell) })
            if (!ImagePath.IsValid(path) || path.Contains(':', StringComparison.Ordinal)) yield return $"{name} is '{path}', must be {ImagePath.Rule}, and without colons";
    }

    private static IEnumerable<string> FaultsOf(RecipeContent content) => content switch
    {
        RecipeContent.Folder folder => [.. FaultsOfPath("path", folder.Path), .. FaultsOfMode(folder.Mode)],
        RecipeContent.HostFile file => [.. FaultsOfPath("path", file.Path), .. FaultsOfPath("source", file.Source), .. FaultsOfMode(file.Mode)],
        RecipeContent.GuestBinary guest => FaultsOfPath("path", guest.Path),
        RecipeContent.Links links => FaultsOf(links),
        RecipeContent.NpmPackages packages => [.. FaultsOfPath("path", packages.Path), .. FaultsOfLock(packages.Lock), .. FaultsOfPatterns("leaveOut", packages.LeaveOut)],
        _ => ["kind is none that is known"],
    };

    private static IEnumerable<string> FaultsOf(RecipeContent.Links links)
    {
        if (links.Target.Length is 0 or > 1_024 || links.Target.Any(char.IsControl)) yield return "target must be 1 to 1024 printable characters";
        if (links.Paths.Count > MostContent) yield return $"paths has {links.Paths.Count} entries, at most {MostContent} are allowed";
        foreach (var path in links.Paths.Take(MostContent))
            foreach (var fault in FaultsOfPath("paths", path)) yield return fault;
    }

    private static IEnumerable<string> FaultsOfPath(string name, string path) =>
        ImagePath.IsValid(path) ? [] : [$"{name} is '{path}', must be {ImagePath.Rule}"];

    private static IEnumerable<string> FaultsOfLock(string name) =>
        ImagePath.IsValid('/' + name) && !name.Contains('/', StringComparison.Ordinal) ? [] : [$"lock is '{name}', must be the name of a file beside the recipe"];

    private static IEnumerable<string> FaultsOfMode(string mode) =>
        TryParseMode(mode, out _) ? [] : [$"mode is '{mode}', must be four octal digits without set-user-id and set-group-id"];

    /// <summary>Reads four octal digits.</summary>
    public static bool TryParseMode(string text, out UnixFileMode mode)
    {
        mode = default;
        if (text.Length != 4 || !text.All(c => c is >= '0' and <= '7') || text[0] is not ('0' or '1')) return false;
        mode = (UnixFileMode)Convert.ToInt32(text, 8);
        return true;
    }

    private static bool IsPackage(string name) =>
        name.Length is > 1 and <= 64 && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '+' or '.' or '-');
}

using System.Text;

namespace Lobsterd.Host.Images.Recipes;

/// <summary>The rule for paths within an image.</summary>
internal static class ImagePath
{
    private const int LongestPath = 1_024;
    private const int LongestName = 255;

    /// <summary>The rule, for a person.</summary>
    public const string Rule = "an absolute path without '.', '..' or doubled slashes, of printable characters";

    /// <summary>Whether a text is such a path; the root itself is none.</summary>
    public static bool IsValid(string path) =>
        path.Length is > 1 and <= LongestPath
        && path[0] == '/'
        && !path.Any(char.IsControl)
        && path[1..].Split('/').All(name => name is not ("" or "." or "..") && Encoding.UTF8.GetByteCount(name) <= LongestName);

    /// <summary>The folder that holds a path; <c>/</c> for one right below the root.</summary>
    public static string ParentOf(string path) => path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "/";
}

namespace Lobsterd.Host.Images.Npm;

/// <summary>One package that a lock file pins, and where it lies.</summary>
/// <param name="Folder">Its folder, relative to that of <c>node_modules</c>: <c>node_modules/a/node_modules/@b/c</c>.</param>
/// <param name="Name">What the registry calls it, <c>@b/c</c>; another name than the folder's where it has an alias.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha512">What its tarball's SHA-512 has to be, 128 lower-case hexadecimal digits.</param>
/// <param name="Programs">Its programs by the names they are called by; paths within it.</param>
internal sealed record NpmPackage(string Folder, string Name, string Version, string Sha512, IReadOnlyDictionary<string, string> Programs)
{
    /// <summary>As a person reads it.</summary>
    public override string ToString() => $"{Name}@{Version}";
}

using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Images;

/// <summary>The ways in which finding or building an image can fail.</summary>
public static class ImageErrors
{
    /// <summary>No image of that name or hash is in the store.</summary>
    public static readonly ErrorCode Unknown = new("image.name.unknown", ErrorKind.NotFound);

    /// <summary>The name is not one that a recipe could have.</summary>
    public static readonly ErrorCode NameInvalid = new("image.name.invalid", ErrorKind.Invalid);

    /// <summary>There is no recipe of that name.</summary>
    public static readonly ErrorCode RecipeUnknown = new("image.recipe.unknown", ErrorKind.NotFound);

    /// <summary>The recipe file is not valid.</summary>
    public static readonly ErrorCode RecipeInvalid = new("image.recipe.invalid", ErrorKind.Invalid);

    /// <summary>The build ended without an image.</summary>
    public static readonly ErrorCode BuildFailed = new("image.build.failed", ErrorKind.Unavailable);

    /// <summary>The image is used by a tenant and cannot be removed.</summary>
    public static readonly ErrorCode InUse = new("image.remove.in-use", ErrorKind.Conflict);

    /// <summary>A file of the store does not have the hash that its name says, or is missing.</summary>
    public static readonly ErrorCode Damaged = new("image.store.damaged", ErrorKind.Conflict);

    /// <summary>No kernel is installed.</summary>
    public static readonly ErrorCode NoKernel = new("image.kernel.missing", ErrorKind.NotReady);

    /// <summary>No kernel of that release or hash is in the store, or more than one is.</summary>
    public static readonly ErrorCode KernelUnknown = new("image.kernel.unknown", ErrorKind.NotFound);

    /// <summary>The kernel is the one that new VMs boot, and stays.</summary>
    public static readonly ErrorCode KernelCurrent = new("image.kernel.current", ErrorKind.Conflict);

    /// <summary>A file of the store could not be read or written.</summary>
    public static readonly ErrorCode FileFailed = new("image.file.failed", ErrorKind.Bug);

    /// <summary>The binary that runs inside every VM is not there.</summary>
    public static readonly ErrorCode GuestMissing = new("image.guest.missing", ErrorKind.NotReady);
}

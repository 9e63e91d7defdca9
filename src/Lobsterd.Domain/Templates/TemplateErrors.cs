using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Templates;

/// <summary>The ways in which keeping templates can fail. None of them fails a spawn: it boots cold.</summary>
public static class TemplateErrors
{
    /// <summary>No template, or more than one, has that key.</summary>
    public static readonly ErrorCode Unknown = new("template.key.unknown", ErrorKind.NotFound);

    /// <summary>The text is no key, nor the beginning of one.</summary>
    public static readonly ErrorCode KeyInvalid = new("template.key.invalid", ErrorKind.Invalid);

    /// <summary>A file of the template is not what it was when it was sealed.</summary>
    public static readonly ErrorCode Damaged = new("template.store.damaged", ErrorKind.Conflict);

    /// <summary>The configuration has switched templates off.</summary>
    public static readonly ErrorCode SwitchedOff = new("template.build.off", ErrorKind.Conflict);

    /// <summary>A file of the store could not be read or written.</summary>
    public static readonly ErrorCode FileFailed = new("template.file.failed", ErrorKind.Exhausted);
}

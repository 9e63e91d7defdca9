using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Templates;

/// <summary>The store of templates. A template gets its name when it is whole, flushed and sealed, so a crash leaves none or a whole one.</summary>
public interface ITemplates
{
    /// <summary>All templates, newest first.</summary>
    /// <error code="template.file.failed">The store could not be read.</error>
    Result<IReadOnlyList<Template>, LobsterError> List();

    /// <summary>A template by its key, or by an unambiguous prefix of it (8 digits or more).</summary>
    /// <error code="template.key.unknown">Nothing matches, or more than one does.</error>
    /// <error code="template.key.invalid">The text can be no key.</error>
    /// <error code="template.store.damaged">Its passport cannot be read.</error>
    Result<Template, LobsterError> Find(string key);

    /// <summary>Where the files of a sealed template lie.</summary>
    TemplateFiles FilesOf(string key);

    /// <summary>Makes an empty folder for a template to be; what an earlier attempt left in it is gone.</summary>
    /// <returns>Where its files go.</returns>
    /// <error code="template.file.failed">It could not be made.</error>
    Result<TemplateFiles, LobsterError> Begin(string key);

    /// <summary>Copies the disk of the paused VM beside its snapshot, hashes, flushes and seals the files, and gives the template its name.</summary>
    /// <param name="draft">What it is; its files are filled in.</param>
    /// <param name="overlay">Absolute path of the VM's disk.</param>
    /// <param name="cancellationToken">Ends the hashing; nothing is sealed then.</param>
    /// <error code="template.file.failed">There is no room, or a disk error; nothing of it is left.</error>
    Task<Result<Template, LobsterError>> SealAsync(Template draft, string overlay, CancellationToken cancellationToken);

    /// <summary>Reads all of a template and compares it with its passport.</summary>
    /// <error code="template.key.unknown">There is none of that key.</error>
    /// <error code="template.store.damaged">A file holds something else.</error>
    Task<Result<Template, LobsterError>> VerifyAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes a template, begun or sealed. VMs that were restored from it keep what they mapped. Absent already is success.</summary>
    /// <error code="template.file.failed">A file could not be removed.</error>
    UnitResult<LobsterError> Remove(string key);
}

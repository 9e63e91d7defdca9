namespace Lobsterd.Domain.Diagnosis;

/// <summary>Looks at the host for what lobsterd needs; changes nothing.</summary>
public interface IHostDoctor
{
    /// <summary>Every check, in a fixed order; a check that fails to read is a row, never an exception.</summary>
    Task<IReadOnlyList<HostCheck>> ExamineAsync(CancellationToken cancellationToken);
}

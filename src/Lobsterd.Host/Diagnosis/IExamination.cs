using Lobsterd.Domain.Diagnosis;

namespace Lobsterd.Host.Diagnosis;

/// <summary>One row of the doctor.</summary>
public interface IExamination
{
    /// <summary>The row's name, e.g. <c>cgroups</c>; stable.</summary>
    string Name { get; }

    /// <summary>Looks. Anything that it throws becomes an <c>unknown</c> row.</summary>
    Task<HostCheck> ExamineAsync(CancellationToken cancellationToken);
}

"""What a rotation showed: one choice for each tag of the matrix."""

from django import forms

from tracker.models import ExposureMark

CHOICES = [("", "No"), *ExposureMark.Level.choices]


class ExposureForm(forms.Form):
    """`notes` (tag id → words) is what the log shows, `groups` is [(group, [bound field])].

    `levels()` is what was chosen, {tag id: level}.
    """

    def __init__(self, *args, tags, marks, notes, **kwargs):
        super().__init__(*args, **kwargs)
        self.tags = list(tags)
        for tag in self.tags:
            self.fields[f"tag-{tag.pk}"] = forms.ChoiceField(
                label=tag.name,
                choices=CHOICES,
                required=False,
                widget=forms.RadioSelect,
                initial=marks.get(tag.pk, ""),
                help_text=f"Your log: {notes[tag.pk].lower()}" if tag.pk in notes else "",
                error_messages={"invalid_choice": "Choose one from the list."},
            )

    @property
    def groups(self):
        found = {}
        for tag in self.tags:
            found.setdefault(tag.group, []).append(self[f"tag-{tag.pk}"])
        return list(found.items())

    def levels(self):
        chosen = {tag.pk: self.cleaned_data[f"tag-{tag.pk}"] for tag in self.tags}
        return {pk: level for pk, level in chosen.items() if level}

"""Apart from accounts.forms, because allauth's forms import that one while they load."""

from allauth.account.forms import LoginForm as AllauthLoginForm

from accounts.house import house_helper


class LoginForm(AllauthLoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
        self.fields["remember"].label = "Stay signed in on this device"
        self.helper = house_helper()

// Runs before the other scripts, so that a chosen theme shows as early as can be.
(function () {
  'use strict';
  try {
    var theme = localStorage.getItem('meshbook-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch (error) {
    // Storage may be forbidden; the system's theme holds then.
  }
})();
